//! `Core`: what jni and the command line call.

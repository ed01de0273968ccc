//! The layout that `native/bionic.h` gives C must be the one the `libc` crate gives Rust. This table is compiled
//! twice: here by rustc, and by clang with the `!`s taken out (xtask/src/native/sysroot.rs). Rows in `l64!` and `l32!` hold
//! where a pointer has so many bits, those in `a64!`, `x64!` and `a32!` for one processor.

macro_rules! ty {
    ($t:ident, $n:expr) => {
        const _: () = assert!(size_of::<libc::$t>() == $n);
    };
}
macro_rules! st {
    ($t:ident, $n:expr) => {
        const _: () = assert!(size_of::<libc::$t>() == $n);
    };
}
macro_rules! at {
    ($t:ident, $f:ident, $n:expr) => {
        const _: () = assert!(core::mem::offset_of!(libc::$t, $f) == $n);
    };
}
macro_rules! is {
    ($c:ident, $n:expr) => {
        const _: () = assert!(libc::$c as i64 == $n);
    };
}
#[cfg(target_arch = "aarch64")]
macro_rules! a64 { ($m:ident, $($x:tt)*) => { $m!($($x)*); }; }
#[cfg(not(target_arch = "aarch64"))]
macro_rules! a64 {
    ($($x:tt)*) => {};
}
#[cfg(target_arch = "x86_64")]
macro_rules! x64 { ($m:ident, $($x:tt)*) => { $m!($($x)*); }; }
#[cfg(not(target_arch = "x86_64"))]
macro_rules! x64 {
    ($($x:tt)*) => {};
}
#[cfg(target_arch = "arm")]
macro_rules! a32 { ($m:ident, $($x:tt)*) => { $m!($($x)*); }; }
#[cfg(not(target_arch = "arm"))]
macro_rules! a32 {
    ($($x:tt)*) => {};
}
#[cfg(target_pointer_width = "64")]
macro_rules! l64 { ($m:ident, $($x:tt)*) => { $m!($($x)*); }; }
#[cfg(not(target_pointer_width = "64"))]
macro_rules! l64 {
    ($($x:tt)*) => {};
}
#[cfg(target_pointer_width = "32")]
macro_rules! l32 { ($m:ident, $($x:tt)*) => { $m!($($x)*); }; }
#[cfg(not(target_pointer_width = "32"))]
macro_rules! l32 {
    ($($x:tt)*) => {};
}

l64!(ty, size_t, 8);
l32!(ty, size_t, 4);
l64!(ty, ssize_t, 8);
l32!(ty, ssize_t, 4);
ty!(off64_t, 8);
l64!(ty, off_t, 8);
ty!(pid_t, 4);
ty!(uid_t, 4);
ty!(gid_t, 4);
l64!(ty, mode_t, 4);
l32!(ty, mode_t, 2);
l64!(ty, dev_t, 8);
l32!(ty, dev_t, 4);
l64!(ty, ino_t, 8);
l32!(ty, ino_t, 4);
l64!(ty, time_t, 8);
l32!(ty, time_t, 4);
l64!(ty, suseconds_t, 8);
l32!(ty, suseconds_t, 4);
l64!(ty, pthread_mutex_t, 40);
l32!(ty, pthread_mutex_t, 4);
l64!(ty, pthread_mutexattr_t, 8);
l32!(ty, pthread_mutexattr_t, 4);
l64!(ty, pthread_t, 8);
l32!(ty, pthread_t, 4);
l64!(st, timespec, 16);
l32!(st, timespec, 8);
l64!(at, timespec, tv_nsec, 8);
l32!(at, timespec, tv_nsec, 4);
l64!(st, timeval, 16);
l32!(st, timeval, 8);
l64!(at, timeval, tv_usec, 8);
l32!(at, timeval, tv_usec, 4);
l64!(st, tm, 56);
l32!(st, tm, 44);
at!(tm, tm_min, 4);
at!(tm, tm_hour, 8);
at!(tm, tm_mday, 12);
at!(tm, tm_mon, 16);
at!(tm, tm_year, 20);
at!(tm, tm_isdst, 32);
l64!(at, tm, tm_gmtoff, 40);
l32!(at, tm, tm_gmtoff, 36);
l64!(at, tm, tm_zone, 48);
l32!(at, tm, tm_zone, 40);
st!(flock64, 32);
l64!(st, flock, 32);
at!(flock64, l_type, 0);
l64!(at, flock, l_type, 0);
at!(flock64, l_whence, 2);
l64!(at, flock, l_whence, 2);
at!(flock64, l_start, 8);
l64!(at, flock, l_start, 8);
at!(flock64, l_len, 16);
l64!(at, flock, l_len, 16);
at!(flock64, l_pid, 24);
l64!(at, flock, l_pid, 24);
at!(stat, st_dev, 0);
l64!(at, stat, st_ino, 8);
at!(stat, st_size, 48);
a64!(st, stat, 128);
a64!(at, stat, st_mode, 16);
a64!(at, stat, st_nlink, 20);
a64!(at, stat, st_uid, 24);
a64!(at, stat, st_gid, 28);
a64!(at, stat, st_blksize, 56);
x64!(st, stat, 144);
x64!(at, stat, st_nlink, 16);
x64!(at, stat, st_mode, 24);
x64!(at, stat, st_uid, 28);
x64!(at, stat, st_gid, 32);
x64!(at, stat, st_blksize, 56);
a32!(st, stat, 104);
a32!(at, stat, st_mode, 16);
a32!(at, stat, st_nlink, 20);
a32!(at, stat, st_uid, 24);
a32!(at, stat, st_gid, 28);
a32!(at, stat, st_blksize, 56);
a32!(at, stat, st_ino, 96);
is!(EPERM, 1);
is!(ENOENT, 2);
is!(EINTR, 4);
is!(EIO, 5);
is!(ENXIO, 6);
is!(EAGAIN, 11);
is!(EACCES, 13);
is!(EBUSY, 16);
is!(EEXIST, 17);
is!(EISDIR, 21);
is!(ENOSPC, 28);
is!(ERANGE, 34);
is!(ENOLCK, 37);
is!(ETIMEDOUT, 110);
is!(O_RDONLY, 0);
is!(O_RDWR, 2);
is!(O_CREAT, 0x40);
is!(O_EXCL, 0x80);
is!(O_CLOEXEC, 0x80000);
a64!(is, O_NOFOLLOW, 0x8000);
x64!(is, O_NOFOLLOW, 0x20000);
a32!(is, O_NOFOLLOW, 0x8000);
l64!(is, F_GETLK, 5);
l64!(is, F_SETLK, 6);
is!(F_RDLCK, 0);
is!(F_WRLCK, 1);
is!(F_UNLCK, 2);
is!(PTHREAD_MUTEX_RECURSIVE, 1);
is!(FILENAME_MAX, 4096);
is!(PROT_READ, 1);
is!(PROT_WRITE, 2);
is!(MAP_SHARED, 1);
is!(F_OK, 0);
is!(W_OK, 2);
is!(R_OK, 4);
is!(SEEK_SET, 0);
is!(_SC_PAGESIZE, 39);
is!(S_IFMT, 0xf000);
is!(S_IFREG, 0x8000);
is!(S_IFDIR, 0x4000);
is!(S_IFLNK, 0xa000);

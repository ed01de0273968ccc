//! Errors and panics as Java exceptions. No text that crosses here holds a number.

use jni::errors::ErrorPolicy;
use jni::objects::{JString, JThrowable};
use jni::sys::jint;
use jni::{Env, bind_java_type, jni_str};
use stufo_core::api::{ApiError, ErrorCode};
use stufo_core::number::RegionError;

/// Whatever can go wrong between Kotlin and the core.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BoundaryError {
    /// The core's own error.
    #[error(transparent)]
    Core(#[from] ApiError),
    /// A handle that is closed or never was.
    #[error("the core is closed")]
    BadHandle,
    /// The phone's country is no region.
    #[error("unknown region: {0}")]
    Region(RegionError),
    /// JNI itself.
    #[error("JNI: {0}")]
    Jni(#[from] jni::errors::Error),
}

impl BoundaryError {
    fn code(&self) -> jint {
        match self {
            Self::Core(error) => error.code.code(),
            Self::BadHandle => ErrorCode::BadHandle.code(),
            Self::Region(_) => ErrorCode::BadRequest.code(),
            Self::Jni(_) => ErrorCode::Internal.code(),
        }
    }
}

bind_java_type! {
    pub(crate) CoreException => org.stufo.core.CoreException,
    constructors { fn new(code: jint, message: JString) },
    is_instance_of = { throwable: JThrowable },
}

/// Every error becomes a `CoreException`, every panic an `AssertionError`; the returned value is 0 or null.
#[derive(Debug)]
pub(crate) struct ThrowCoreException;

impl<T: Default> ErrorPolicy<T, BoundaryError> for ThrowCoreException {
    type Captures<'unowned: 'native, 'native> = ();

    fn on_error<'unowned: 'native, 'native>(
        env: &mut Env<'unowned>,
        _captures: &mut (),
        error: BoundaryError,
    ) -> jni::errors::Result<T> {
        if env.exception_check() {
            return Ok(T::default());
        }
        let message = JString::from_str(env, error.to_string())?;
        let exception = CoreException::new(env, error.code(), &message)?;
        thrown(env.throw(JThrowable::from(exception)))
    }

    fn on_panic<'unowned: 'native, 'native>(
        env: &mut Env<'unowned>,
        _captures: &mut (),
        _payload: Box<dyn std::any::Any + Send>,
    ) -> jni::errors::Result<T> {
        // The payload's text stays here: nobody has checked it for numbers.
        thrown(env.throw_new(jni_str!("java/lang/AssertionError"), jni_str!("the core panicked")))
    }
}

/// Throwing reports itself as `Err(JavaException)`: the exception is pending, which is what was wanted.
fn thrown<T: Default>(result: jni::errors::Result<()>) -> jni::errors::Result<T> {
    match result {
        Ok(()) | Err(jni::errors::Error::JavaException) => Ok(T::default()),
        Err(other) => Err(other),
    }
}

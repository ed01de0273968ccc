//! libstufo.so: parse, delegate, convert. Only Kotlin calls Rust; nothing here decides anything. Every error
//! becomes a `CoreException`, every panic an `AssertionError`, and the value beside them is 0: Allow.

#![expect(
    clippy::too_many_arguments,
    reason = "what Telecom tells of a call crosses as plain values: no object is made"
)]

mod convert;
mod error;
mod handles;
#[cfg(target_os = "android")]
mod layout;

use jni::objects::{JClass, JString};
use jni::refs::LoaderContext;
use jni::sys::{jint, jlong};
use jni::{Env, JavaVM, bind_java_type};
use stufo_core::api::Core;
use stufo_core::number::{Presentation, RawCaller};
use stufo_core::policy::Contact;

use convert::{incoming, moment, now, optional, pack};
use error::{BoundaryError, CoreExceptionAPI, ThrowCoreException};

// Not named anywhere else, and so not linked without this: the unwinder that Android's libc lacks at API 29.
// 32-bit ARM's libc has one.
#[cfg(all(target_os = "android", not(target_arch = "arm")))]
extern crate unwinding as _;

bind_java_type! {
    /// The Kotlin object that declares the native functions; docs/formats/api.md describes them.
    pub NativeCore => org.stufo.core.NativeCore,
    native_methods_export = false,
    native_methods_error_policy = ThrowCoreException,
    native_methods {
        static fn open(dir: JString, region: JString) -> jlong,
        static fn close(handle: jlong),
        static fn screen(
            handle: jlong, scheme: JString, address: JString, presentation: jint, verification: jint, sim: jint,
            utc_millis: jlong, offset_minutes: jint,
        ) -> jlong,
        static fn overrule(handle: jlong, call_id: jlong, contact: jint) -> jlong,
        static fn outgoing(
            handle: jlong, scheme: JString, address: JString, utc_millis: jlong, offset_minutes: jint,
        ),
        static fn query(handle: jlong, json: JString) -> JString,
        static fn command(handle: jlong, json: JString) -> JString,
        static fn sync_plan(handle: jlong, json: JString) -> JString,
        static fn sync_apply(handle: jlong, json: JString) -> JString,
    },
}

impl NativeCoreNativeInterface for NativeCoreAPI {
    type Error = BoundaryError;

    fn open<'l>(
        env: &mut Env<'l>,
        _class: JClass<'l>,
        dir: JString<'l>,
        region: JString<'l>,
    ) -> Result<jlong, BoundaryError> {
        let (dir, region) =
            (dir.try_to_string(env)?, region.try_to_string(env)?.parse().map_err(BoundaryError::Region)?);
        let core = Core::open(dir.as_ref(), region, now())?;
        Ok(handles::add(core))
    }

    fn close<'l>(_env: &mut Env<'l>, _class: JClass<'l>, handle: jlong) -> Result<(), BoundaryError> {
        handles::remove(handle)
    }

    fn screen<'l>(
        env: &mut Env<'l>,
        _class: JClass<'l>,
        handle: jlong,
        scheme: JString<'l>,
        address: JString<'l>,
        presentation_code: jint,
        verification_code: jint,
        sim: jint,
        utc_millis: jlong,
        offset_minutes: jint,
    ) -> Result<jlong, BoundaryError> {
        let (scheme, address) = (optional(env, &scheme)?, optional(env, &address)?);
        let raw = RawCaller {
            scheme: scheme.as_deref(),
            address: address.as_deref(),
            presentation: Presentation::from_code(presentation_code),
        };
        let call = incoming(raw, verification_code, sim, moment(utc_millis, offset_minutes));
        Ok(pack(handles::get(handle)?.screen(&call)?))
    }

    fn overrule<'l>(
        _env: &mut Env<'l>,
        _class: JClass<'l>,
        handle: jlong,
        call_id: jlong,
        contact_code: jint,
    ) -> Result<jlong, BoundaryError> {
        Ok(pack(handles::get(handle)?.overrule(call_id, Contact::from_code(contact_code))?))
    }

    fn outgoing<'l>(
        env: &mut Env<'l>,
        _class: JClass<'l>,
        handle: jlong,
        scheme: JString<'l>,
        address: JString<'l>,
        utc_millis: jlong,
        offset_minutes: jint,
    ) -> Result<(), BoundaryError> {
        let (scheme, address) = (optional(env, &scheme)?, optional(env, &address)?);
        // A number that the user dials is always shown.
        let presentation = Presentation::Allowed;
        let raw = RawCaller { scheme: scheme.as_deref(), address: address.as_deref(), presentation };
        Ok(handles::get(handle)?.outgoing(&raw, moment(utc_millis, offset_minutes))?)
    }

    fn query<'l>(
        env: &mut Env<'l>,
        _class: JClass<'l>,
        handle: jlong,
        json: JString<'l>,
    ) -> Result<JString<'l>, BoundaryError> {
        answer(env, handle, &json, Core::query)
    }

    fn command<'l>(
        env: &mut Env<'l>,
        _class: JClass<'l>,
        handle: jlong,
        json: JString<'l>,
    ) -> Result<JString<'l>, BoundaryError> {
        answer(env, handle, &json, Core::command)
    }

    fn sync_plan<'l>(
        env: &mut Env<'l>,
        _class: JClass<'l>,
        handle: jlong,
        json: JString<'l>,
    ) -> Result<JString<'l>, BoundaryError> {
        answer(env, handle, &json, Core::sync_plan)
    }

    fn sync_apply<'l>(
        env: &mut Env<'l>,
        _class: JClass<'l>,
        handle: jlong,
        json: JString<'l>,
    ) -> Result<JString<'l>, BoundaryError> {
        answer(env, handle, &json, Core::sync_apply)
    }
}

/// The four JSON functions differ only in whom they ask.
fn answer<'l>(
    env: &mut Env<'l>,
    handle: jlong,
    json: &JString<'l>,
    ask: fn(&Core, &str) -> Result<String, stufo_core::api::ApiError>,
) -> Result<JString<'l>, BoundaryError> {
    let request = json.try_to_string(env)?;
    #[cfg(debug_assertions)]
    assert!(request != PANIC_REQUEST, "the panic that the boundary's tests ask for");
    let answer = ask(&*handles::get(handle)?, &request)?;
    Ok(JString::from_str(env, answer)?)
}

/// Debug builds panic on this request, so that tests can see a panic become an exception. A release build
/// answers it like any other request that cannot be read.
#[cfg(debug_assertions)]
const PANIC_REQUEST: &str = "panic";

/// Registers the native functions; a mismatch with the Kotlin side fails here, when the library loads.
///
/// # Safety
/// For the JVM only, which calls it once with its own live pointer.
#[expect(unsafe_code, reason = "the JVM looks this name up and hands over a raw pointer")]
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JNI_OnLoad(vm: *mut jni::sys::JavaVM, _reserved: *mut std::ffi::c_void) -> jint {
    start_log();
    // SAFETY: the JVM calls this once, with its own live pointer.
    let vm = unsafe { JavaVM::from_raw(vm) };
    let registered = vm.with_top_local_frame(|env| -> Result<(), jni::errors::Error> {
        CoreExceptionAPI::get(env, &LoaderContext::default())?;
        NativeCoreAPI::get(env, &LoaderContext::default())?;
        Ok(())
    });
    match registered {
        Ok(()) => jni::sys::JNI_VERSION_1_6,
        Err(error) => {
            log::error!("the native functions could not be registered: {error}");
            jni::sys::JNI_ERR
        }
    }
}

#[cfg(target_os = "android")]
fn start_log() {
    android_logger::init_once(
        android_logger::Config::default().with_max_level(log::LevelFilter::Info).with_tag("stufo"),
    );
}

#[cfg(not(target_os = "android"))]
fn start_log() {}

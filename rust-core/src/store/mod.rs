//! The only SQL: `user` (stufo.db: what the user made, never thrown away) and `lists` (their files: a cache).

mod db;
mod error;
pub mod lists;
pub mod user;
mod wait;

pub use error::StoreError;
pub use user::UserStore;

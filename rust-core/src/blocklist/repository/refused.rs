//! Why a subscriber refuses what a repository sent: one name each, for records and programs.

/// Why a manifest or a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum Refused {
    /// The subscriber's key cannot be read.
    #[error("the public key cannot be read")]
    BadKey,
    /// Not signed with the key, or changed since.
    #[error("the signature does not fit the manifest and the key")]
    BadSignature,
    /// It cannot be read, or names what no publisher writes.
    #[error("the manifest cannot be read")]
    BadManifest,
    /// A later form.
    #[error("the repository is of a newer form")]
    NewerFormat,
    /// Older than the version held (rollback attack).
    #[error("the manifest is older than the version held")]
    Rollback,
    /// So many versions ahead that none could follow: whoever took the key would lock its owner out.
    #[error("the version is too far ahead of the one held")]
    VersionJump,
    /// Expired: the server, or somebody in between, no longer serves new ones (freeze attack).
    #[error("the manifest has expired")]
    Expired,
    /// Dated later than now, or valid for longer than any manifest may be.
    #[error("the manifest is dated too far ahead")]
    FarAhead,
    /// A file is not as long as the manifest says.
    #[error("a file has another size than the manifest says")]
    WrongSize,
    /// A file is not what the manifest says.
    #[error("a file has another content than the manifest says")]
    WrongContent,
}

impl Refused {
    /// A stable name, for records and programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

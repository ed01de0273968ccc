//! The version of a release and the codes that phones and shops order packages by. The version stands once, in Cargo.toml.

use anyhow::{Context, Result, ensure};

use crate::native::Abi;

/// The version in Cargo.toml.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The version's code, the last digit left for the processor: 1.2.3 is 102030. Versions rise to 99 in their second and third
/// part; a version that is not three plain numbers has no code.
fn base(version: &str) -> Result<u32> {
    let parts: Vec<u32> = version
        .split('.')
        .map(|part| part.parse().with_context(|| format!("{version} is no version of three numbers")))
        .collect::<Result<_>>()?;
    let [major, minor, patch] = parts.as_slice() else { anyhow::bail!("{version} is no version of three numbers") };
    ensure!(*major < 20_000 && *minor < 100 && *patch < 100, "{version} is beyond what version codes can tell");
    Ok((major * 10_000 + minor * 100 + patch) * 10)
}

/// The code of this version's package. Where several fit a phone, shops give the highest: 64 bits before 32, one processor
/// before the package for all.
pub(crate) fn code(abis: &[Abi]) -> Result<u32> {
    code_of(VERSION, abis)
}

fn code_of(version: &str, abis: &[Abi]) -> Result<u32> {
    let digit = match abis {
        [only] => match only.name {
            "armeabi-v7a" => 1,
            "arm64-v8a" => 2,
            "x86_64" => 3,
            other => anyhow::bail!("{other} has no digit in the version code"),
        },
        _ => 0,
    };
    Ok(base(version)? + digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::ABIS;

    #[test]
    fn codes_rise_with_the_version_and_differ_by_processor() {
        assert_eq!(code_of("0.1.0", &ABIS).unwrap(), 1_000);
        assert_eq!(code_of("1.2.3", &ABIS).unwrap(), 102_030);
        let codes: Vec<u32> = ABIS.iter().map(|abi| code_of("0.1.0", &[*abi]).unwrap()).collect();
        let mut distinct = codes.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), ABIS.len(), "{codes:?}");
        assert!(codes.iter().all(|code| (1_001..1_010).contains(code)), "{codes:?}");
        let rising = ["0.1.0", "0.1.1", "0.2.0", "0.99.99", "1.0.0", "19999.99.99"].map(|v| code_of(v, &ABIS).unwrap());
        assert!(rising.is_sorted_by(|a, b| a < b), "{rising:?}");
        assert!(i32::try_from(rising[5]).is_ok_and(|code| code <= 2_100_000_000), "more than shops allow");
    }

    #[test]
    fn what_is_no_release_has_no_code() {
        for version in ["1.2", "1.2.3.4", "1.2.3-rc.1", "1.100.0", "20000.0.0", "v1.0.0"] {
            assert!(code_of(version, &ABIS).is_err(), "{version}");
        }
    }
}

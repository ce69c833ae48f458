//! The `haedap` program; see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    haedap::cli::main()
}

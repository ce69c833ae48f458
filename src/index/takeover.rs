//! Takes the tantivy folder of a generation over into the next one, instead of indexing the same articles again.
//!
//! The files of a published generation never change, so two generations may share them: a hard link costs nothing, and
//! a file stays until the last generation that has it is removed.

use std::fs;
use std::io;
use std::path::Path;

use tantivy::Index;

use super::schema::schema;

/// Whether a tantivy folder can be read, has the fields of this program and so many articles, and every file has the
/// checksum that it was written with. A damaged index is what a reindex is to cure.
pub(super) fn is_whole(folder: &Path, articles: usize) -> bool {
    let Ok(index) = Index::open_in_dir(folder) else { return false };
    let counted = || index.reader().is_ok_and(|reader| reader.searcher().num_docs() == articles as u64);
    index.schema() == schema().0 && index.validate_checksum().is_ok_and(|damaged| damaged.is_empty()) && counted()
}

/// Links every file of a folder but its locks into an empty one; copies where there are no links.
pub(super) fn link_files(from: &Path, into: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "lock") {
            continue;
        }
        let home = into.join(entry.file_name());
        if fs::hard_link(entry.path(), &home).is_err() {
            fs::copy(entry.path(), &home)?;
        }
    }
    Ok(())
}

//! The fast columns of a generation: what a hit says of its article without reading the article.

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, Searcher};

use super::engine::SearchError;

/// The fast columns of every segment.
pub(super) struct Columns(Vec<SegmentColumns>);

pub(super) struct SegmentColumns {
    pub(super) key: Option<StrColumn>,
    pub(super) service: Option<StrColumn>,
    pub(super) category: Option<StrColumn>,
    updated: Column<i64>,
}

impl Columns {
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn open(searcher: &Searcher) -> Result<Self, SearchError> {
        let open = |reader: &tantivy::SegmentReader| -> tantivy::Result<SegmentColumns> {
            let fast = reader.fast_fields();
            Ok(SegmentColumns {
                key: fast.str("key")?,
                service: fast.str("service")?,
                category: fast.str("category")?,
                updated: fast.i64("updated")?,
            })
        };
        Ok(Self(searcher.segment_readers().iter().map(open).collect::<tantivy::Result<_>>()?))
    }

    /// The text of one column for a document.
    pub(super) fn text(
        &self,
        address: DocAddress,
        of: impl Fn(&SegmentColumns) -> &Option<StrColumn>,
    ) -> Option<String> {
        let column = of(self.0.get(address.segment_ord as usize)?).as_ref()?;
        let mut out = String::new();
        let ord = column.term_ords(address.doc_id).next()?;
        column.ord_to_str(ord, &mut out).ok()?;
        Some(out)
    }

    /// Days since 1970-01-01.
    pub(super) fn updated(&self, address: DocAddress) -> Option<i64> {
        self.0.get(address.segment_ord as usize)?.updated.first(address.doc_id)
    }
}

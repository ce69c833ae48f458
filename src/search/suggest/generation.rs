//! The suggestions of a generation: its titles and phrasings, as they stand in the stored articles.

use tantivy::TantivyDocument;
use tantivy::schema::Value;

use super::{Source, SuggestRequest, Suggester, Suggestions};
use crate::search::engine::{Engine, SearchError};

/// Blocks of stored articles that are kept unpacked while all are read in order.
const STORE_CACHE_BLOCKS: usize = 2;

impl Engine {
    /// What may be meant by what is typed so far, see [`Suggester::suggest`].
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest(&self, request: &SuggestRequest) -> Result<Suggestions, SearchError> {
        Ok(self.suggester()?.suggest(request))
    }

    /// The titles and phrasings of this generation. Read at the first call; a server makes it before it serves.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggester(&self) -> Result<&Suggester, SearchError> {
        if let Some(suggester) = self.suggester.get() {
            return Ok(suggester);
        }
        let searcher = self.searcher();
        let mut sources = Vec::new();
        for reader in searcher.segment_readers() {
            let store = reader.get_store_reader(STORE_CACHE_BLOCKS).map_err(tantivy::TantivyError::from)?;
            for doc in reader.doc_ids_alive() {
                let document: TantivyDocument = store.get(doc)?;
                let json = document.get_first(self.fields().article).and_then(|value| value.as_str());
                // An article that cannot be read is not suggested; opening it says what is wrong.
                sources.extend(serde_json::from_str::<Source>(json.unwrap_or_default()));
            }
        }
        Ok(self.suggester.get_or_init(|| Suggester::new(self.services(), sources)))
    }
}

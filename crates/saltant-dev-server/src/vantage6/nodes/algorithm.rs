use std::fmt;
use std::sync::Arc;

use super::work::Work;

/// What a node runs for an image: a command, or a function of this program.
///
/// A command gets the environment and the files that a container gets from a real node, so that an algorithm made
/// with `vantage6-algorithm-tools` runs as it is.
#[derive(Clone)]
#[must_use = "an algorithm is run once it is given to a builder"]
pub struct Algorithm(pub(super) Kind);

#[derive(Clone)]
pub(super) enum Kind {
    Command { words: Vec<String>, variables: Vec<(String, String)> },
    Function(Function),
}

type Function = Arc<dyn Fn(&Work) -> Result<Vec<u8>, String> + Send + Sync>;

impl Algorithm {
    /// A command with its arguments. No shell reads them.
    ///
    /// The variable `PKG_NAME`, which names the Python module to import, is the word after `-m`, unless
    /// [`variable`](Self::variable) sets it.
    pub fn command<T: Into<String>>(words: impl IntoIterator<Item = T>) -> Self {
        Self(Kind::Command { words: words.into_iter().map(Into::into).collect(), variables: Vec::new() })
    }

    /// A function that gets the work of one run and returns its result as JSON, or the text of its failure.
    ///
    /// It runs on a thread of its own and may block. A panic is a failure.
    pub fn function(run: impl Fn(&Work) -> Result<Vec<u8>, String> + Send + Sync + 'static) -> Self {
        Self(Kind::Function(Arc::new(run)))
    }

    /// Sets a variable of the command's environment, as an image does. It is not encoded.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if let Kind::Command { variables, .. } = &mut self.0 {
            variables.push((name.into(), value.into()));
        }
        self
    }
}

impl fmt::Debug for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            // The variables may be secrets.
            Kind::Command { words, .. } => f.debug_tuple("Command").field(words).finish(),
            Kind::Function(_) => f.write_str("Function"),
        }
    }
}

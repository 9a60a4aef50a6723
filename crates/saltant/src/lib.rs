//! Placeholder while the layers are laid out.

#[cfg(feature = "vantage6")]
#[cfg_attr(docsrs, doc(cfg(feature = "vantage6")))]
pub mod vantage6;

#[cfg(feature = "inmanta")]
#[cfg_attr(docsrs, doc(cfg(feature = "inmanta")))]
pub mod inmanta;

#[cfg(feature = "agave")]
#[cfg_attr(docsrs, doc(cfg(feature = "agave")))]
pub mod agave;

#[cfg(feature = "astakos")]
#[cfg_attr(docsrs, doc(cfg(feature = "astakos")))]
pub mod astakos;

//! The list of a service's operations, written once, and the derive of the operations in it.

pub(crate) use crate::operation::Operation;
// Operations of this crate belong to the catalog.
pub(crate) use saltant_macros::CatalogOperation as Operation;

/// Exports the operations of a service from their modules and puts them into its catalog.
///
/// An operation of a generic class is listed with its classes: `GetTaskType [Executable, Container]`.
/// Operations of further modules, such as an older version of an API, follow after a plus sign.
macro_rules! operations {
    (
        $($module:ident { $($operation:ident $([$($class:ident),+])?),+ $(,)? })+
        $(+ $($more:ident)::+)*
    ) => {
        $( pub use $module::{$($operation),+}; )+

        /// Every operation of the service.
        #[cfg(feature = "catalog")]
        pub const CATALOG: &[$crate::catalog::entry::Entry] = {
            use $crate::catalog::entry::{Entry, Listed as _};

            const PARTS: &[&[Entry]] = &[
                $($($crate::operations::operations!(@entry $operation $([$($class),+])?)),+),+
                $(, $($more)::+)*
            ];
            const LENGTH: usize = $crate::operations::length(PARTS);
            &$crate::operations::joined::<LENGTH>(PARTS)
        };
    };
    (@entry $operation:ident) => { &[$operation::ENTRY] };
    (@entry $operation:ident [$($class:ident),+]) => { &[$($operation::<$class>::ENTRY),+] };
}

pub(crate) use operations;

/// How many entries the parts of a table have together.
#[cfg(feature = "catalog")]
pub(crate) const fn length(parts: &[&[crate::catalog::entry::Entry]]) -> usize {
    let (mut part, mut length) = (0, 0);
    while part < parts.len() {
        length += parts[part].len();
        part += 1;
    }
    length
}

/// The parts of a table, one after the other.
#[cfg(feature = "catalog")]
pub(crate) const fn joined<const LENGTH: usize>(
    parts: &[&[crate::catalog::entry::Entry]],
) -> [crate::catalog::entry::Entry; LENGTH] {
    let mut entries = [parts[0][0]; LENGTH];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut row = 0;
        while row < parts[part].len() {
            entries[at] = parts[part][row];
            at += 1;
            row += 1;
        }
        part += 1;
    }
    entries
}

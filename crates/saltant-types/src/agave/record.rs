/// Declares what an answer holds: each field may be absent or null, and what has no field is kept.
///
/// With `sent` before the struct it is a part of requests too, and gets a setter for each field.
///
/// An `answered` and a `sent` struct can be declared together, each field once. A field is in both, unless
/// one of the words stands before its name.
macro_rules! record {
    (
        $(#[doc = $doc:expr])+
        pub struct $name:ident {
            $( $(#[doc = $field_doc:expr])+ $(#[serde($($serde:tt)*)])? $field:ident: $ty:ty ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize, saltant_macros::HasSchema)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[doc = $field_doc])+
                $(#[serde($($serde)*)])?
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$ty>,
            )+
            /// Further fields under the service's own names, such as `_links`.
            #[serde(flatten)]
            pub extra: $crate::Map<String, $crate::Value>,
        }
    };
    (
        sent $(#[doc = $doc:expr])+
        pub struct $name:ident {
            $( $(#[doc = $field_doc:expr])+ $(#[serde($($serde:tt)*)])? $field:ident: $ty:ty ),+ $(,)?
        }
    ) => {
        $crate::agave::record::record! {
            $(#[doc = $doc])+
            pub struct $name {
                $( $(#[doc = $field_doc])+ $(#[serde($($serde)*)])? $field: $ty ),+
            }
        }

        impl $name {
            /// A value without any field.
            pub fn new() -> Self {
                <Self as Default>::default()
            }

            /// Sets a field under the service's own name, for one that has no setter.
            #[must_use]
            pub fn extra(mut self, name: impl Into<String>, value: impl Into<$crate::Value>) -> Self {
                self.extra.insert(name.into(), value.into());
                self
            }

            $(
                $(#[doc = $field_doc])+
                #[must_use]
                pub fn $field(mut self, value: impl Into<$ty>) -> Self {
                    self.$field = Some(value.into());
                    self
                }
            )+
        }
    };
    (
        $(#[$($answer_doc:tt)*])+
        answered pub struct $answer:ident,
        $(#[$($request_doc:tt)*])+
        sent pub struct $request:ident,
        $($fields:tt)+
    ) => {
        $crate::agave::record::record! {
            @split
            [$(#[$($answer_doc)*])+ pub struct $answer]
            [$(#[$($request_doc)*])+ pub struct $request]
            [] [] $($fields)+
        }
    };
    (
        @split $answer:tt $request:tt [$($answered:tt)*] [$($sent:tt)*]
        $(#[$($meta:tt)*])+ answered $field:ident: $ty:ty, $($rest:tt)*
    ) => {
        $crate::agave::record::record! {
            @split $answer $request
            [$($answered)* $(#[$($meta)*])+ $field: $ty,]
            [$($sent)*]
            $($rest)*
        }
    };
    (
        @split $answer:tt $request:tt [$($answered:tt)*] [$($sent:tt)*]
        $(#[$($meta:tt)*])+ sent $field:ident: $ty:ty, $($rest:tt)*
    ) => {
        $crate::agave::record::record! {
            @split $answer $request
            [$($answered)*]
            [$($sent)* $(#[$($meta)*])+ $field: $ty,]
            $($rest)*
        }
    };
    (
        @split $answer:tt $request:tt [$($answered:tt)*] [$($sent:tt)*]
        $(#[$($meta:tt)*])+ $field:ident: $ty:ty, $($rest:tt)*
    ) => {
        $crate::agave::record::record! {
            @split $answer $request
            [$($answered)* $(#[$($meta)*])+ $field: $ty,]
            [$($sent)* $(#[$($meta)*])+ $field: $ty,]
            $($rest)*
        }
    };
    (@split [$($answer:tt)+] [$($request:tt)+] [$($answered:tt)*] [$($sent:tt)*]) => {
        $crate::agave::record::record! { $($answer)+ { $($answered)* } }
        $crate::agave::record::record! { sent $($request)+ { $($sent)* } }
    };
}

pub(super) use record;

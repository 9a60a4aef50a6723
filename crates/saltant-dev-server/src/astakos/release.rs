/// A release of Astakos. It decides what projects, quotas and applications look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Release {
    /// 0.15: projects have numbers, applications have calls of their own, and a user has one quota for each resource,
    /// whose source is `system`.
    V0_15,
    /// 0.16: each project has quotas.
    #[default]
    V0_16,
}

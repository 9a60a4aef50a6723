use saltant_types::agave::{ActorId, ActorLevel, ActorNonce, NonceId};

use crate::operations::Operation;
use crate::agave::Search;

/// Makes a nonce for an actor.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.add_nonce", POST "actors/v2/{actor_id}/nonces", output = ActorNonce)]
pub struct AddNonce {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// How much its holder may do; messages by default.
    #[json]
    pub level: Option<ActorLevel>,
    /// How often it can be used; once by default. -1 is probably without a limit: it was not measured.
    #[json = "maxUses"]
    pub max_uses: Option<i64>,
}

/// Lists the nonces of an actor.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.list_nonces", GET "actors/v2/{actor_id}/nonces")]
#[operation(output = Vec<ActorNonce>, read = crate::agave::envelope::list)]
pub struct ListNonces {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// Keeps the nonces that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

/// Gets a nonce, with how often it can still be used.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.get_nonce", GET "actors/v2/{actor_id}/nonces/{nonce_id}", output = ActorNonce)]
pub struct GetNonce {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The nonce.
    #[segment]
    pub nonce_id: NonceId,
}

/// Makes a nonce useless.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.delete_nonce", DELETE "actors/v2/{actor_id}/nonces/{nonce_id}")]
#[operation(output = (), read = crate::agave::envelope::nothing)]
pub struct DeleteNonce {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The nonce.
    #[segment]
    pub nonce_id: NonceId,
}

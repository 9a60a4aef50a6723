use saltant_types::Secret;
use saltant_types::agave::{ActorId, ActorLevel, ActorNonce};

use crate::agave::envelope;
use crate::agave::search::{Search, Selection};
use crate::operations::Operation;

/// Creates a nonce, with which an actor can be called without a token.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "addNonce")]
#[operation("agave.actors.add_nonce", POST "actors/v2/{actor_id}/nonces", output = ActorNonce)]
pub struct CreateNonce {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// What its holder may do; by default send messages.
    #[json]
    pub level: Option<ActorLevel>,
    /// How often it can be used; -1 is without a limit, which Abaco 1.9.0 takes by default.
    #[json = "maxUses"]
    pub max_uses: Option<i64>,
}

/// Lists the nonces of an actor, which let others use it without a token.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listNonces")]
#[operation("agave.actors.list_nonces", GET "actors/v2/{actor_id}/nonces")]
#[operation(list of ActorNonce, read = envelope::list_or_search)]
pub struct ListNonces {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Gets a nonce, with the number of uses that remain.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getNonce")]
#[operation("agave.actors.get_nonce", GET "actors/v2/{actor_id}/nonces/{nonce_id}", output = ActorNonce)]
pub struct GetNonce {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The nonce.
    #[segment(secret)]
    pub nonce_id: Secret,
}

/// Deletes a nonce: it can no longer be used.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteNonce")]
#[operation("agave.actors.delete_nonce", DELETE "actors/v2/{actor_id}/nonces/{nonce_id}")]
pub struct DeleteNonce {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The nonce.
    #[segment(secret)]
    pub nonce_id: Secret,
}

import time

from inmanta.agent.handler import CRUDHandler, ResourcePurged, provider
from inmanta.resources import PurgeableResource, resource


@resource("testmod::Thing", agent="agent", id_attribute="key")
class Thing(PurgeableResource):
    fields = ("key", "value")


@provider("testmod::Thing", name="thing")
class ThingHandler(CRUDHandler):
    def read_resource(self, ctx, resource):
        if resource.value == "fail":
            raise Exception("told to fail")
        if resource.value == "slow":
            time.sleep(5)
        raise ResourcePurged()

    def create_resource(self, ctx, resource):
        ctx.set_created()

    def update_resource(self, ctx, changes, resource):
        ctx.set_updated()

    def delete_resource(self, ctx, resource):
        ctx.set_purged()

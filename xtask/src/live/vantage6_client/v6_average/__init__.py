"""A federated average, made with the unmodified vantage6-algorithm-tools."""

from vantage6.algorithm.tools.decorators import algorithm_client, data
from vantage6.algorithm.tools.util import info


@algorithm_client
def central(client, column):
    organizations = [organization["id"] for organization in client.organization.list()]
    info(f"asking {len(organizations)} organizations")
    task = client.task.create(
        input_={"method": "partial", "kwargs": {"column": column}},
        organizations=organizations,
        name="partial",
        description="sum and count",
    )
    parts = client.wait_for_results(task_id=task["id"], interval=0.2)
    count = sum(part["count"] for part in parts)
    return {"average": sum(part["sum"] for part in parts) / count, "count": count}


@data(1)
def partial(frame, column):
    info(f"{len(frame)} rows")
    return {"sum": float(frame[column].sum()), "count": int(frame[column].count())}

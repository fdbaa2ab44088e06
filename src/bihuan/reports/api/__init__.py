"""What goes out of the house, over HTTP: dashboards, their numbers, and calendars."""

from fastapi import APIRouter

from bihuan.reports.api import dashboards, feeds

router = APIRouter()
router.include_router(dashboards.router)
router.include_router(feeds.router)

__all__ = ["router"]

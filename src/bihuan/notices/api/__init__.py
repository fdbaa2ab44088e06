"""What people are told, over HTTP."""

from fastapi import APIRouter

from bihuan.notices.api import choosing, inbox

router = APIRouter()
router.include_router(choosing.router)
router.include_router(inbox.router)

__all__ = ["router"]

"""People over HTTP: getting in and out, oneself, everybody, the tree."""

from fastapi import APIRouter

from bihuan.org.api import me, people, session, teams

router = APIRouter()
router.include_router(session.entrance)
router.include_router(session.router)
router.include_router(me.router)
router.include_router(people.router)
router.include_router(teams.router)

__all__ = ["router"]

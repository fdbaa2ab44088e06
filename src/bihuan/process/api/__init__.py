"""Journeys over HTTP, and the links that customers open without a log-in."""

from fastapi import APIRouter

from bihuan.process.api import confirmations, journeys, samples, transfers

router = APIRouter()
router.include_router(journeys.router)
router.include_router(confirmations.router)
router.include_router(samples.router)
router.include_router(transfers.router)

__all__ = ["router"]

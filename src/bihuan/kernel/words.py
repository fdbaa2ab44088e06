"""Text that people read, in the languages of the product."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


class Words(BaseModel):
    """One text in Chinese and English. A plain string stands for both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str = Field(max_length=2000)
    en: str = Field(max_length=2000)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever was written
        if isinstance(given, str):
            return {"zh": given, "en": given}
        if isinstance(given, dict) and "zh" in given and "en" not in given:
            return {**given, "en": given["zh"]}
        return given

    def say(self, lang: Lang) -> str:
        """The text in this language."""
        return self.zh if lang == "zh" else self.en

    def __str__(self) -> str:
        """The Chinese text: the product's first language."""
        return self.zh


def lang_of(text: str | None) -> Lang:
    """The product language nearest to a locale or an Accept-Language header; Chinese when in doubt."""
    return "en" if (text or "").strip().lower().startswith("en") else "zh"

import { binWords } from "@/features/design/words/bin";
import { deskWords } from "@/features/design/words/desk";
import { fieldsWords } from "@/features/design/words/fields";
import { formsWords } from "@/features/design/words/forms";
import { objectsWords } from "@/features/design/words/objects";
import { partsWords } from "@/features/design/words/parts";
import { processWords } from "@/features/design/words/process";
import { releaseWords } from "@/features/design/words/release";
import { stageWords } from "@/features/design/words/stage";
import { dictionary } from "@/lib/i18n";

/** All that the design desk says. */
export const useDesignWords = dictionary(
  {
    ...deskWords.zh,
    ...processWords.zh,
    ...fieldsWords.zh,
    ...formsWords.zh,
    ...objectsWords.zh,
    ...binWords.zh,
    ...releaseWords.zh,
    ...partsWords.zh,
    ...stageWords.zh,
  },
  {
    ...deskWords.en,
    ...processWords.en,
    ...fieldsWords.en,
    ...formsWords.en,
    ...objectsWords.en,
    ...binWords.en,
    ...releaseWords.en,
    ...partsWords.en,
    ...stageWords.en,
  },
);

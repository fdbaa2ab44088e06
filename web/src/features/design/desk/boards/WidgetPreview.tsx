import type { ComponentProps } from "react";

import { usePreview, useQuestions } from "@/features/design/boards-api";
import { useEditor } from "@/features/design/editing";
import type { DesignWidget } from "@/features/design/shapes";
import { useBoardWords } from "@/features/design/words/boards";
import { WidgetFrame } from "@/features/reports/desk/WidgetCard";
import { WidgetBody } from "@/features/reports/desk/WidgetBody";
import { say } from "@/lib/i18n";
import { Loaded } from "@/ui/desk/states";

interface Props {
  widget: DesignWidget;
  chosen: boolean;
  onChoose: () => void;
  /** What the handle by which it is moved listens to. */
  handle: ComponentProps<"button">;
}

/** A widget of a draft as it would look today. */
export function WidgetPreview({ widget, chosen, onChoose, handle }: Props) {
  const t = useBoardWords();
  const { draft } = useEditor();
  const shown = usePreview(draft.id, widget);
  const question = useQuestions().data?.find(({ key }) => key === widget.question);
  const own = say(widget.label);
  const title = own === "" ? (shown.data?.title ?? question?.label ?? widget.question) : own;
  return (
    <WidgetFrame
      title={title}
      when={shown.data?.when}
      acts={
        <>
          <button
            type="button"
            className="design-small"
            aria-pressed={chosen}
            aria-label={t.edit(title)}
            title={t.edit(title)}
            onClick={onChoose}
          >
            ⚙
          </button>
          <button
            type="button"
            className="design-small board-handle"
            aria-label={t.handle(title)}
            title={t.handle(title)}
            {...handle}
          >
            ⠿
          </button>
        </>
      }
    >
      <Loaded of={shown} rows={3}>
        {(found) => <WidgetBody shown={found} table={false} onOpen={onChoose} />}
      </Loaded>
    </WidgetFrame>
  );
}

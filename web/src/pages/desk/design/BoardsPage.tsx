import { useState } from "react";

import { addBoard, addWidget } from "@/features/design/boards";
import { useQuestions } from "@/features/design/boards-api";
import { BoardPanel } from "@/features/design/desk/boards/BoardPanel";
import { QuestionPicker } from "@/features/design/desk/boards/QuestionPicker";
import { WidgetGrid } from "@/features/design/desk/boards/WidgetGrid";
import { WidgetPanel } from "@/features/design/desk/boards/WidgetPanel";
import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { useEditor } from "@/features/design/editing";
import type { Body, DesignBoard } from "@/features/design/shapes";
import { useBoardWords } from "@/features/design/words/boards";
import { say } from "@/lib/i18n";
import { navigate, setSearch, useAddress } from "@/lib/router";
import { Button } from "@/ui/desk/Button";
import { EmptyState } from "@/ui/desk/states";
import "@/features/design/desk/boards/boards.css";

/** The builder of dashboards: ready questions on a grid, with the numbers of today. */
export function BoardsPage({ draft, board }: { draft: number; board?: string }) {
  const t = useBoardWords();
  return (
    <DesignFrame
      id={draft}
      part={board === undefined ? "dashboards" : `dashboards/${board}`}
      first={t.tab}
      title={(body) => {
        const found = of(body, board);
        return found === undefined ? t.boards : t.boardTitle(say(found.label));
      }}
    >
      {(body) => {
        const found = of(body, board);
        return found === undefined ? <None /> : <Builder board={found} />;
      }}
    </DesignFrame>
  );
}

function of(body: Body, key: string | undefined): DesignBoard | undefined {
  return body.dashboards?.find((one) => key === undefined || one.key === key);
}

function None() {
  const t = useBoardWords();
  return (
    <EmptyState title={t.noBoard} hint={t.noBoardHint}>
      <NewBoard />
    </EmptyState>
  );
}

function NewBoard() {
  const t = useBoardWords();
  const { body, change, draft } = useEditor();
  return (
    <Button
      onClick={() => {
        const { edit, key } = addBoard(body, { zh: t.newBoardName, en: t.newBoardName });
        change(edit);
        navigate(`/design/${draft.id}/dashboards/${key}`);
      }}
    >
      {t.newBoard}
    </Button>
  );
}

function Builder({ board }: { board: DesignBoard }) {
  const t = useBoardWords();
  const { change, draft } = useEditor();
  const [picking, setPicking] = useState(false);
  const chosen = useAddress().search.get("widget");
  const widget = board.widgets?.find(({ key }) => key === chosen);
  const question = useQuestions().data?.find(({ key }) => key === widget?.question);
  const choose = (key: string) => {
    setSearch({ widget: key });
  };
  return (
    <>
      <div className="bar">
        <Button
          look="primary"
          onClick={() => {
            setPicking(true);
          }}
        >
          {t.addQuestion}
        </Button>
        <NewBoard />
      </div>
      <div className="board-builder">
        {(board.widgets ?? []).length === 0 ? (
          <EmptyState title={t.empty} />
        ) : (
          <WidgetGrid board={board} chosen={chosen} onChoose={choose} />
        )}
        <div className="board-side">
          {widget === undefined || question === undefined ? (
            <p className="muted">{t.chosen}</p>
          ) : (
            <WidgetPanel key={widget.key} board={board} widget={widget} question={question} />
          )}
          <BoardPanel
            key={board.key}
            board={board}
            onRemoved={() => {
              navigate(`/design/${draft.id}/dashboards`);
            }}
          />
        </div>
      </div>
      {picking ? (
        <QuestionPicker
          onClose={() => {
            setPicking(false);
          }}
          onPick={(picked) => {
            const { edit, key } = addWidget(board, picked);
            change(edit);
            setPicking(false);
            choose(key);
          }}
        />
      ) : null}
    </>
  );
}

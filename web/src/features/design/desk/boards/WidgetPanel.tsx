import { retold } from "@/features/design/body";
import { counted, moveWidget, placeOf, removeWidget, setWidget } from "@/features/design/boards";
import { PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { OnlyBox } from "@/features/design/desk/boards/OnlyBox";
import { shifted } from "@/features/design/desk/boards/WidgetGrid";
import { option } from "@/features/design/options";
import { useEditor } from "@/features/design/editing";
import type { DesignBoard, DesignWidget, Question } from "@/features/design/shapes";
import { useBoardWords } from "@/features/design/words/boards";
import { say, useLang } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { useKit } from "@/ui/kit";

interface Props {
  board: DesignBoard;
  widget: DesignWidget;
  question: Question;
}

/** What a widget asks, of which days and records, how it is shown, and where it stands. */
export function WidgetPanel({ board, widget, question }: Props) {
  const t = useBoardWords();
  const lang = useLang();
  const { change } = useEditor();
  const set = (members: Readonly<Record<string, unknown>>) => {
    change(setWidget(board, widget.key, members));
  };
  return (
    <section className="card" aria-label={t.ofWidget}>
      <h2>{question.label}</h2>
      <Row label={t.ownName} hint={t.ownNameHint}>
        {(id, hintId) => (
          <TextBox
            id={id}
            {...(hintId === undefined ? {} : { describedBy: hintId })}
            value={say(widget.label)}
            placeholder={question.label}
            onKeep={(text) => {
              set({ label: text === "" ? null : retold(widget.label, lang, text) });
            }}
          />
        )}
      </Row>
      <Asked widget={widget} question={question} set={set} />
      <PlaceActs board={board} widget={widget} />
      <p className="stay-act">
        <Button
          look="danger"
          onClick={() => {
            change(removeWidget(board, widget.key));
          }}
        >
          {t.removeWidget}
        </Button>
      </p>
    </section>
  );
}

interface AskedProps {
  widget: DesignWidget;
  question: Question;
  set: (members: Readonly<Record<string, unknown>>) => void;
}

function Asked({ widget, question, set }: AskedProps) {
  const t = useBoardWords();
  const { body } = useEditor();
  const { object } = counted(body, widget);
  const processes = body.processes ?? [];
  const periods = (["week", "month", "quarter", "year", "all"] as const).map((value) => ({
    value,
    label: t.periods[value],
  }));
  const asIs = { value: "", label: t.asQuestion };
  return (
    <>
      {processes.length < 2 ? null : (
        <Row label={t.process}>
          {(id) => (
            <PickBox
              id={id}
              value={widget.process ?? processes[0]?.key ?? ""}
              options={processes.map(option)}
              onPick={(process) => {
                // What was chosen of the other process means nothing here.
                set({ process, stages: null, only: null, by: null, look: null });
              }}
            />
          )}
        </Row>
      )}
      {question.splits.length === 0 ? null : <Split widget={widget} question={question} set={set} />}
      <Row label={t.period}>
        {(id) => (
          <PickBox
            id={id}
            value={widget.period ?? ""}
            options={[asIs, ...periods]}
            onPick={(period) => {
              set({ period: period === "" ? null : period });
            }}
          />
        )}
      </Row>
      <Shown widget={widget} question={question} set={set} />
      {question.key === "health" ? <Stages widget={widget} question={question} set={set} /> : null}
      {question.can_choose && object !== undefined ? <OnlyBox widget={widget} object={object} set={set} /> : null}
    </>
  );
}

function Split({ widget, question, set }: AskedProps) {
  const t = useBoardWords();
  const { body } = useEditor();
  const fields = (counted(body, widget).object?.fields ?? []).filter(({ type }) => grouping.has(type));
  const named = new Set(question.splits.map(({ key }) => key));
  const options = [
    { value: "", label: t.asQuestion },
    ...question.splits.map(({ key, label }) => ({ value: key, label })),
    ...fields.filter(({ key }) => !named.has(key)).map(option),
  ];
  return (
    <Row label={t.by}>
      {(id) => (
        <PickBox
          id={id}
          value={(widget.by ?? "").replace(/^field\./, "")}
          options={options}
          onPick={(by) => {
            set({ by: by === "" ? null : by, look: null });
          }}
        />
      )}
    </Row>
  );
}

const grouping: ReadonlySet<string> = new Set(["choice", "boolean", "reference", "member"]);

function Shown({ widget, question, set }: AskedProps) {
  const t = useBoardWords();
  const by = widget.by ?? question.by ?? "";
  const looks = question.looks[by] ?? question.looks["field"] ?? [];
  if (looks.length < 2) return null;
  return (
    <Row label={t.look}>
      {(id) => (
        <PickBox
          id={id}
          value={widget.look ?? ""}
          options={[{ value: "", label: t.asQuestion }, ...looks.map(({ key, label }) => ({ value: key, label }))]}
          onPick={(look) => {
            set({ look: look === "" ? null : look });
          }}
        />
      )}
    </Row>
  );
}

function Stages({ widget, set }: AskedProps) {
  const t = useBoardWords();
  const { Choices } = useKit();
  const { body } = useEditor();
  const { process } = counted(body, widget);
  return (
    <Row label={t.stages} hint={t.stagesHint}>
      {(id, hintId) => (
        <Choices
          id={id}
          describedBy={hintId}
          value={widget.stages ?? []}
          options={(process?.stages ?? []).map(option)}
          onChange={(stages) => {
            set({ stages });
          }}
        />
      )}
    </Row>
  );
}

type Act = keyof ReturnType<typeof useBoardWords>["acts"];

const acts: Readonly<Record<Act, readonly [boolean, number, number]>> = {
  left: [false, -1, 0],
  right: [false, 1, 0],
  up: [false, 0, -1],
  down: [false, 0, 1],
  narrower: [true, -1, 0],
  wider: [true, 1, 0],
  lower: [true, 0, -1],
  higher: [true, 0, 1],
};

/** The same as dragging, by buttons. */
function PlaceActs({ board, widget }: { board: DesignBoard; widget: DesignWidget }) {
  const t = useBoardWords();
  const { change } = useEditor();
  const place = placeOf(widget);
  return (
    <div className="design-row">
      <span>{t.place}</span>
      <p className="board-acts">
        {(Object.keys(acts) as Act[]).map((name) => (
          <Button
            key={name}
            size="small"
            onClick={() => {
              change(moveWidget(board, widget.key, shifted(place, ...acts[name])));
            }}
          >
            {t.acts[name]}
          </Button>
        ))}
      </p>
      <small className="muted" role="status">
        {t.stands(place.column, place.row, place.width, place.height)}
      </small>
    </div>
  );
}

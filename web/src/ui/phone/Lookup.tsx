import { useEffect, useId, useState, type ComponentProps } from "react";

import { dictionary } from "@/lib/i18n";
import { useShared } from "@/lib/words/shared";
import type { Found, Kit } from "@/ui/kit";
import { Icon } from "@/ui/phone/Icon";
import { Sheet } from "@/ui/phone/Sheet";
import { Problem } from "@/ui/phone/states";

const useWords = dictionary(
  { find: "输入名字或拼音首字母", none: "没有找到。换个写法试试。", empty: "不选" },
  { find: "A name, or part of one", none: "Nothing found. Try another spelling.", empty: "None" },
);

type Props = ComponentProps<Kit["Lookup"]>;

/** Something found by its name: a button that opens a list one types into. */
export function Lookup({ id, value, onChange, search, invalid, describedBy }: Props) {
  const t = useShared();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        id={id}
        className={`control lookup-box${value === null ? " lookup-none" : ""}`}
        aria-haspopup="dialog"
        aria-labelledby={`${id}-label ${id}-value`}
        data-invalid={invalid}
        {...(describedBy === undefined ? {} : { "aria-describedby": describedBy })}
        onClick={() => {
          setOpen(true);
        }}
      >
        <span id={`${id}-value`}>{value?.name ?? t.choose}</span>
        <Icon name="search" size={20} />
      </button>
      {open ? (
        <FindSheet
          search={search}
          chosen={value !== null}
          onClose={() => {
            setOpen(false);
          }}
          onChoose={(found) => {
            setOpen(false);
            onChange(found);
          }}
        />
      ) : null}
    </>
  );
}

interface FindProps {
  search: (text: string) => Promise<readonly Found[]>;
  chosen: boolean;
  onChoose: (found: Found | null) => void;
  onClose: () => void;
}

function FindSheet({ search, chosen, onChoose, onClose }: FindProps) {
  const t = useWords();
  const shared = useShared();
  const id = useId();
  const [text, setText] = useState("");
  const { found, problem } = useFound(search, text);
  return (
    <Sheet title={shared.choose} onClose={onClose}>
      <label className="vh" htmlFor={id}>
        {t.find}
      </label>
      <input
        id={id}
        type="search"
        className="control"
        placeholder={t.find}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <Problem error={problem} />
      {found?.length === 0 ? <p role="status">{t.none}</p> : null}
      <ul className="lookup-list">
        {chosen ? (
          <Line
            name={t.empty}
            onChoose={() => {
              onChoose(null);
            }}
          />
        ) : null}
        {(found ?? []).map((one) => (
          <Line
            key={one.id}
            name={one.name}
            hint={one.hint}
            onChoose={() => {
              onChoose(one);
            }}
          />
        ))}
      </ul>
    </Sheet>
  );
}

function Line({ name, hint, onChoose }: { name: string; hint?: string | undefined; onChoose: () => void }) {
  return (
    <li>
      <button type="button" onClick={onChoose}>
        {name}
        {hint === undefined ? null : <small>{hint}</small>}
      </button>
    </li>
  );
}

function useFound(search: FindProps["search"], text: string) {
  const [found, setFound] = useState<readonly Found[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(
      () => {
        search(text).then(
          (answer) => {
            if (stale) return;
            setFound(answer);
            setProblem(null);
          },
          (error: unknown) => {
            if (!stale) setProblem(error);
          },
        );
      },
      text === "" ? 0 : 200,
    );
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text, search]);
  return { found, problem };
}

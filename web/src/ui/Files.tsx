import { useState, type ComponentProps } from "react";

import { dictionary, useLang } from "@/lib/i18n";
import { sentence } from "@/lib/sentence";
import type { Kit } from "@/ui/kit";
import "@/ui/files.css";

const useWords = dictionary(
  { choose: "选文件", drop: "或把文件拖到这里", sending: "正在上传", remove: (name: string) => `移除 ${name}` },
  { choose: "Choose a file", drop: "or drop it here", sending: "Uploading", remove: (name) => `Remove ${name}` },
);

/** Files chosen or dropped; each goes to the server at once, so that saving the form is quick. */
export function Files(props: ComponentProps<Kit["Files"]>) {
  const { id, value, onChange, accept, capture, many = false, send, describedBy } = props;
  const t = useWords();
  const lang = useLang();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [over, setOver] = useState(false);

  const take = async (files: readonly File[]) => {
    const wanted = many ? files : files.slice(0, 1);
    if (wanted.length === 0) return;
    setBusy(true);
    setProblem(null);
    try {
      const stored = await Promise.all(wanted.map(send));
      onChange(many ? [...value, ...stored] : stored);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div
      className={`files${over ? " files-over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take([...event.dataTransfer.files]);
      }}
    >
      <Chosen value={value} onChange={onChange} />
      <label className="files-choose">
        <input
          id={id}
          type="file"
          multiple={many}
          disabled={busy}
          aria-describedby={describedBy}
          {...(accept === undefined ? {} : { accept })}
          {...(capture === undefined ? {} : { capture })}
          onChange={(event) => {
            void take([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
        <span>{busy ? t.sending : t.choose}</span> <small>{t.drop}</small>
      </label>
      {problem === null ? null : (
        <p className="files-problem" role="alert">
          {sentence(problem, lang).what}
          {sentence(problem, lang).how}
        </p>
      )}
    </div>
  );
}

function Chosen({ value, onChange }: Pick<ComponentProps<Kit["Files"]>, "value" | "onChange">) {
  const t = useWords();
  return (
    <ul>
      {value.map((file) => (
        <li key={file.id}>
          {file.name}
          <button
            type="button"
            aria-label={t.remove(file.name)}
            onClick={() => {
              onChange(value.filter((one) => one.id !== file.id));
            }}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}

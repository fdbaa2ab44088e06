import { useState, type ComponentProps } from "react";

import { dictionary } from "@/lib/i18n";
import { shrunk } from "@/lib/photo";
import type { Kit } from "@/ui/kit";
import { IconButton } from "@/ui/phone/Button";
import { FilePick } from "@/ui/phone/FilePick";
import { Problem } from "@/ui/phone/states";

const useWords = dictionary(
  { file: "选文件", photo: "拍照", sending: "正在上传…", remove: (name: string) => `移除 ${name}` },
  { file: "Choose a file", photo: "Take a photo", sending: "Uploading…", remove: (name) => `Remove ${name}` },
);

/** Files of a form; each goes to the server at once, photos made small before. */
export function FileBox({ many = false, ...props }: ComponentProps<Kit["Files"]>) {
  const { value, onChange, accept, send } = props;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const photo = accept?.startsWith("image/") === true;

  const take = async (files: readonly File[]) => {
    setBusy(true);
    setProblem(null);
    try {
      const stored = await Promise.all(files.map(async (file) => send(photo ? await shrunk(file) : file)));
      onChange(many ? [...value, ...stored] : stored.slice(-1));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="file-box">
      {value.length === 0 ? null : <Chosen value={value} onChange={onChange} />}
      <Picker told={props} many={many} photo={photo} busy={busy} onPick={(files) => void take(files)} />
      <Problem error={problem} />
    </div>
  );
}

interface PickProps {
  told: Pick<ComponentProps<Kit["Files"]>, "id" | "accept" | "capture" | "describedBy">;
  many: boolean;
  photo: boolean;
  busy: boolean;
  onPick: (files: readonly File[]) => void;
}

function Picker({ told, many, photo, busy, onPick }: PickProps) {
  const t = useWords();
  const { id, accept, capture, describedBy } = told;
  const label = photo ? t.photo : t.file;
  return (
    <FilePick
      id={id}
      label={busy ? t.sending : label}
      icon={photo ? "camera" : "file"}
      many={many}
      describedBy={describedBy}
      onPick={onPick}
      {...(accept === undefined ? {} : { accept })}
      {...(capture === undefined ? {} : { capture })}
    />
  );
}

function Chosen({ value, onChange }: Pick<ComponentProps<Kit["Files"]>, "value" | "onChange">) {
  const t = useWords();
  return (
    <ul>
      {value.map((file) => (
        <li key={file.id}>
          <span>{file.name}</span>
          <IconButton
            icon="close"
            label={t.remove(file.name)}
            onClick={() => {
              onChange(value.filter((one) => one.id !== file.id));
            }}
          />
        </li>
      ))}
    </ul>
  );
}

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
export function FileBox(props: ComponentProps<Kit["Files"]>) {
  const { id, value, onChange, accept, capture, many = false, send, describedBy } = props;
  const t = useWords();
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
      {value.length === 0 ? null : (
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
      )}
      <FilePick
        id={id}
        label={busy ? t.sending : photo ? t.photo : t.file}
        icon={photo ? "camera" : "file"}
        many={many}
        describedBy={describedBy}
        onPick={(files) => void take(files)}
        {...(accept === undefined ? {} : { accept })}
        {...(capture === undefined ? {} : { capture })}
      />
      <Problem error={problem} />
    </div>
  );
}

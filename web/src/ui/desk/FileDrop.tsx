import { useState, type ReactNode } from "react";

interface Props {
  /** The words of the link that opens the file dialog. */
  choose: string;
  /** What stands before the link, and below it. */
  lead?: ReactNode;
  hint?: ReactNode;
  accept?: string;
  many?: boolean;
  onTake: (files: readonly File[]) => void;
}

/** A place for files: dropped on it, or chosen. */
export function FileDrop({ choose, lead, hint, accept, many = false, onTake }: Props) {
  const [over, setOver] = useState(false);
  const take = (files: Iterable<File> | null) => {
    const all = [...(files ?? [])];
    if (all.length > 0) onTake(many ? all : all.slice(0, 1));
  };
  return (
    <div
      className={`file-drop${over ? " file-drop-over" : ""}`}
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
        take(event.dataTransfer.files);
      }}
    >
      <p>
        {lead}{" "}
        <label>
          <input
            type="file"
            multiple={many}
            {...(accept === undefined ? {} : { accept })}
            onChange={(event) => {
              take(event.target.files);
              event.target.value = "";
            }}
          />
          <span>{choose}</span>
        </label>
      </p>
      {hint}
    </div>
  );
}

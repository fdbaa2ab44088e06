import { fileUrl } from "@/features/objects/api";
import type { FileRef } from "@/features/process/shapes";
import { useShared } from "@/lib/words/shared";
import { Modal } from "@/ui/desk/Modal";

/** A picture or a PDF looked at in place; anything else is offered for download. */
export function FilePreview({ file, onClose }: { file: FileRef | null; onClose: () => void }) {
  const t = useShared();
  if (file === null) return null;
  return (
    <Modal open title={file.name} onClose={onClose} width={960}>
      <div className="preview">
        <Inside file={file} />
      </div>
      <a href={fileUrl(file.id)} download={file.name}>
        {t.download}
      </a>
    </Modal>
  );
}

function Inside({ file }: { file: FileRef }) {
  if (file.type.startsWith("image/")) return <img src={fileUrl(file.id, { size: 1920 })} alt={file.name} />;
  if (file.type === "application/pdf") return <iframe src={fileUrl(file.id, {})} title={file.name} />;
  // What was recorded with a customer has no captions to show.
  // eslint-disable-next-line jsx-a11y/media-has-caption
  if (file.type.startsWith("audio/")) return <audio controls src={fileUrl(file.id)} />;
  return null;
}

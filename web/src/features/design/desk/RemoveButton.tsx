import { useState } from "react";

import { RemoveDialog } from "@/features/design/desk/RemoveDialog";
import { useEditor } from "@/features/design/editing";
import { Button } from "@/ui/desk/Button";

interface Props {
  label: string;
  title: string;
  intro: string;
  /** What goes, by its place in the configuration. */
  place: readonly string[];
  onRemoved: () => void;
  /** Why it can't go now. */
  kept?: string | null;
}

/** The button by which a part of the configuration goes, after one was asked. */
export function RemoveButton({ label, title, intro, place, onRemoved, kept = null }: Props) {
  const { change } = useEditor();
  const [leaving, setLeaving] = useState(false);
  const close = () => {
    setLeaving(false);
  };
  return (
    <>
      <Button
        size="small"
        look="danger"
        disabled={kept !== null}
        title={kept ?? label}
        onClick={() => {
          setLeaving(true);
        }}
      >
        {label}
      </Button>
      {leaving ? (
        <RemoveDialog
          title={title}
          intro={intro}
          onRemove={() => {
            close();
            change([{ do: "remove", place }]);
            onRemoved();
          }}
          onClose={close}
        />
      ) : null}
    </>
  );
}

import { useState } from "react";

import { Row } from "@/features/design/desk/boxes";
import { useEditor } from "@/features/design/editing";
import { relate } from "@/features/design/objects";
import type { DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Modal } from "@/ui/desk/Modal";

interface Props {
  from: DesignObject;
  to: DesignObject;
  onClose: () => void;
}

/** Asks what a new reference is called; without an answer there is none. */
export function NewRelation({ from, to, onClose }: Props) {
  const t = useDesignWords();
  const { change } = useEditor();
  const [label, setLabel] = useState(to.label);
  const box = (which: "zh" | "en", title: string) => (
    <Row label={title}>
      {(id) => (
        <input
          id={id}
          className="native-box"
          value={label[which]}
          onChange={(event) => {
            setLabel({ ...label, [which]: event.target.value });
          }}
        />
      )}
    </Row>
  );
  const zh = label.zh.trim() || label.en.trim();
  return (
    <Modal
      open
      title={t.relationNew(say(from.label), say(to.label))}
      onClose={onClose}
      act={{
        label: t.relationDo,
        disabled: zh === "",
        onClick: () => {
          change(relate(from, to, { zh, en: label.en.trim() || zh }));
          onClose();
        },
      }}
    >
      <p>{t.relationLabel}</p>
      <div className="design-two">
        {box("zh", t.objectZh)}
        {box("en", t.objectEn)}
      </div>
    </Modal>
  );
}

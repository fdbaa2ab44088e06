import { useMemo } from "react";

import { useTeams } from "@/features/org/api";
import { useChoices, type PageAsked } from "@/features/reports/api";
import { svgOf, type Body } from "@/features/reports/picture";
import type { FilterChoice, WidgetShown } from "@/features/reports/shapes";
import { useReportWords } from "@/features/reports/words";
import { isoDay } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";

interface Props {
  dashboard: string;
  shown: WidgetShown;
  body: Body;
  asked: PageAsked;
  fields: Readonly<Record<string, string>>;
  onClose: () => void;
}

/** The picture of a widget, looked at before it is saved: with its title, what it is narrowed down to, and the day. */
export function PictureDialog({ dashboard, shown, body, asked, fields, onClose }: Props) {
  const t = useReportWords();
  const filter = useFilterSaid(dashboard, shown, asked, fields);
  const today = isoDay(new Date());
  const notes = [[shown.when, ...filter].filter((one) => one !== "").join(" · "), t.takenOn(today)].filter(Boolean);
  const { title, sentence } = shown;
  const said = notes.join("\n");
  const picture = useMemo(
    () => svgOf({ title, sentence, body, notes: said.split("\n") }),
    [title, sentence, body, said],
  );
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.svg)}`;
  const name = `${title} ${today}`.replace(/[\\/:*?"<>|]/g, "_");
  return (
    <Modal open title={t.pictureOf(title)} onClose={onClose} width={760}>
      <img className="widget-picture" src={address} alt={`${title}${t.colon}${sentence}`} />
      <p className="widget-saving">
        <Button
          look="primary"
          onClick={() => {
            void asPng(address, picture).then((png) => {
              save(png, `${name}.png`);
            });
          }}
        >
          {t.savePng}
        </Button>
        <Button
          onClick={() => {
            save(new Blob([picture.svg], { type: "image/svg+xml" }), `${name}.svg`);
          }}
        >
          {t.saveSvg}
        </Button>
      </p>
    </Modal>
  );
}

/** What the page is narrowed down to, in words; not what this widget can't be narrowed down by. */
function useFilterSaid(
  dashboard: string,
  shown: WidgetShown,
  { team, only }: PageAsked,
  fields: Readonly<Record<string, string>>,
): readonly string[] {
  const teams = useTeams().data;
  const { field, value } = pairOf(only);
  const choices = useChoices(dashboard, field).data;
  const named = nameOf(teams ?? [], team);
  if (field === "" || shown.aside.includes(field)) return named;
  return [...named, `${fields[field] ?? field} ${labelOf(choices ?? [], value)}`];
}

function pairOf([pair = ""]: readonly string[]): { field: string; value: string } {
  const [field = "", value = ""] = pair.split(/:(.*)/);
  return { field, value };
}

function nameOf(teams: readonly { id: number; name: string }[], team: string | null): readonly string[] {
  return teams.flatMap(({ id, name }) => (String(id) === team ? [name] : []));
}

function labelOf(choices: readonly FilterChoice[], value: string): string {
  return choices.find((one) => one.value === value)?.label ?? value;
}

/** The same as pixels, twice as fine as it is large. */
async function asPng(address: string, { width, height }: { width: number; height: number }): Promise<Blob> {
  const image = new Image(width, height);
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * 2, height * 2];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error("no picture"));
      else resolve(blob);
    }, "image/png");
  });
}

function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser reads it a moment later.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}

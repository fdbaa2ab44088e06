import { Icon, type IconName } from "@/ui/phone/Icon";

interface Props {
  label: string;
  icon: IconName;
  onPick: (files: readonly File[]) => void;
  id?: string;
  accept?: string;
  capture?: "environment" | "user";
  many?: boolean;
  second?: boolean;
  describedBy?: string | undefined;
}

/** A large place to press that opens the camera, the album or the files, as the phone has them. */
export function FilePick({ label, icon, onPick, second = false, many = false, describedBy, ...rest }: Props) {
  return (
    <label className={`file-pick${second ? " file-pick-second" : ""}`}>
      <Icon name={icon} />
      <span>{label}</span>
      <input
        {...rest}
        type="file"
        multiple={many}
        aria-describedby={describedBy}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same picture chosen again is chosen again.
          event.target.value = "";
          if (files.length > 0) onPick(files);
        }}
      />
    </label>
  );
}

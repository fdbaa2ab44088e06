import { useLogOut, type Me } from "@/features/org/api";
import { navigate } from "@/lib/router";
import { useShellWords } from "@/pages/desk/shell/words";
import { Button } from "@/ui/desk/Button";
import { Menu } from "@/ui/desk/choosers";
import { Modal } from "@/ui/desk/Modal";

/** Who is logged in, and the way out. */
export function Account({ me }: { me: Me }) {
  const t = useShellWords();
  const logOut = useLogOut();
  const leave = () => {
    logOut.mutate(undefined, {
      onSettled: () => {
        navigate("/login", { replace: true });
      },
    });
  };
  const items = [
    {
      key: "me",
      label: t.me,
      onClick: () => {
        navigate("/me");
      },
    },
    { key: "out", label: t.logOut, onClick: leave },
  ];
  return (
    <Menu items={items}>
      <Button look="quiet" label={t.account(me.person.name)}>
        {me.person.name}
      </Button>
    </Menu>
  );
}

/** The keys that work on every page. */
export function Shortcuts({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useShellWords();
  return (
    <Modal open={open} title={t.help} onClose={onClose} width={400}>
      <table className="keys">
        <tbody>
          {t.shortcuts.map(([keys, what]) => (
            <tr key={keys}>
              <th scope="row">
                <kbd>{keys}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}

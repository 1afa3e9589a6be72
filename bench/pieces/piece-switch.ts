/** Whether the piece that is measured does its work, or plain code does it. */
export const pieceSwitch = { isOn: true };

/** The command by which a scenario throws the switch. */
export function usePiece(isOn: boolean): void {
  pieceSwitch.isOn = isOn;
}

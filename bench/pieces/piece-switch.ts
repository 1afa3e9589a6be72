/** Whether the measured piece works, or plain code in its place. */
export const pieceSwitch = { isOn: true };

/** The command with which a scenario switches the piece. */
export function usePiece(isOn: boolean): void {
  pieceSwitch.isOn = isOn;
}

// Imports that esbuild resolves and tsc cannot see into.
declare module "*/meshopt_decoder_reference.js" {
  export const MeshoptDecoder: {
    decodeGltfBuffer(
      target: Uint8Array,
      count: number,
      size: number,
      source: Uint8Array,
      mode: string,
      filter?: string,
    ): void;
  };
}
declare module "palette" {
  const palette: {
    natural: Record<string, string>;
    other: string;
    roles: Record<string, string>;
    ghost: string;
    landmark: string;
    pale: Record<string, number>;
  };
  export default palette;
}
declare module "*.css" {
  const text: string;
  export default text;
}

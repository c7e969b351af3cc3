/**
 * The shaders. Light, gloss, grain and hatching are those of the posters (src/palpate/body/shading.py), so that
 * the picture does not change its look when it comes alive.
 */

import { COLUMNS, ROWS } from "./wardrobe.js";

const HEAD = `#version 300 es
precision highp float;
`;

/** What a fragment of a body that is cut open must say first. */
const CUT = `
#ifdef CUT
in float vKept;
#define CUT_OFF if (vKept < 0.0) discard;
#else
#define CUT_OFF
#endif
`;

/**
 * Carries normals into camera axes and hands on what the piece wears (wardrobe.js); outlines are the surface pushed
 * outwards (pixels) and back (metres), so far back that small creases get none.
 */
export const VERTEX = `${HEAD}
layout(location = 0) in vec3 position;
layout(location = 1) in vec4 normal;
layout(location = 2) in vec2 surface;
layout(location = 3) in float number;
uniform mat4 modelMatrix, viewMatrix, projectionMatrix;
uniform mat3 normalMatrix;
uniform highp sampler2D uWorn;
uniform int uSide;
uniform vec2 uPicture;
uniform vec4 uCut, uInk, uVeilInk;
uniform float uApart, uOutline, uVeiled, uPixel, uChosen, uHovered;
out vec3 vNormal, vGrained;
out float vOpen, vSinew, vDepth;
flat out vec3 vAlbedo;
flat out vec4 vLine, vTint;
flat out float vGrain, vHatch, vGlow, vSlot;
#ifdef CUT
out float vKept;
#endif
invariant gl_Position; // passes of one surface must meet at the same depth
vec4 worn(int row) {
  int slot = int(number + 0.5) * 2 + uSide;
  return texelFetch(uWorn, ivec2(slot % ${COLUMNS}, slot / ${COLUMNS} * ${ROWS} + row), 0);
}
void main() {
  vec4 first = worn(0), second = worn(1), third = worn(2), line = worn(5), away = worn(6);
  bool chosen = third.w == uChosen, hovered = third.w == uHovered, plain = !chosen && !hovered;
  vec4 body = modelMatrix * vec4(position + uApart * away.xyz, 1.0);
  vec4 place = viewMatrix * body;
  place.z -= uOutline * (plain ? 0.0008 : 0.006);
#ifndef CUT
  place.z += away.w;
#endif
  vNormal = normalize(normalMatrix * normal.xyz);
  vGrained = vec3(dot(first.xyz, position), dot(second.xyz, position), dot(third.xyz, position));
  vAlbedo = worn(3).rgb;
  vTint = worn(4);
  vGrain = first.w;
  vHatch = second.w;
  vGlow = hovered ? 0.12 : 0.0;
  vOpen = surface.x;
  vSinew = surface.y * worn(3).w;
  vDepth = -place.z;
  vSlot = number * 2.0 + float(uSide) + 1.0;
#ifdef CUT
  vKept = uCut.w - dot(uCut.xyz, body.xyz);
  line.rgb *= 2.4; // the inside of a body that is cut open shows its back faces, which the outlines are made of
#endif
  vLine = plain ? (uVeiled > 0.5 ? uVeilInk : line) : uInk;
  gl_Position = projectionMatrix * place;
  vec2 outward = vNormal.xy / max(length(vNormal.xy), 1e-4);
  gl_Position.xy += outward * uOutline * uPixel * (plain ? 0.7 : 1.3) * 2.0 / uPicture * gl_Position.w;
}`;

const LIGHT = `
const vec3 KEY = vec3(-0.50, 0.66, 0.56), KEY_COLOUR = vec3(0.93, 0.90, 0.85);
const vec3 FILL = vec3(0.80, 0.05, 0.45), FILL_COLOUR = vec3(0.17, 0.19, 0.23);
const vec3 SKY = vec3(0.40, 0.41, 0.43), GROUND = vec3(0.19, 0.17, 0.16);
const float KEY_WRAP = 0.15, FILL_WRAP = 0.4, GLOSS = 0.06, GLOSS_POWER = 24.0, RIM = 0.4, WARMTH = 0.5;

float wrapped(vec3 n, vec3 from, float wrap) { return max((dot(n, normalize(from)) + wrap) / (1.0 + wrap), 0.0); }

vec3 lit(vec3 albedo, vec3 n, float open) {
  float up = 0.5 + 0.5 * n.y;
  vec3 light = mix(GROUND, SKY, up) * open;
  light += wrapped(n, KEY, KEY_WRAP) * KEY_COLOUR * (0.3 + 0.7 * open)
    + wrapped(n, FILL, FILL_WRAP) * FILL_COLOUR * open;
  float gloss = GLOSS * pow(max(dot(n, normalize(normalize(KEY) + vec3(0, 0, 1))), 0.0), GLOSS_POWER);
  vec3 deep = pow(albedo, vec3(1.0 + WARMTH * (1.0 - open)));
  return deep * light * (1.0 - RIM * pow(1.0 - n.z, 3.0)) + gloss * open;
}

vec3 srgb(vec3 light) {
  light = clamp(light, 0.0, 1.0);
  return mix(1.055 * pow(light, vec3(1.0 / 2.4)) - 0.055, 12.92 * light, vec3(lessThanEqual(light, vec3(0.0031308))));
}

float hatched(vec2 at, float period) {
  return 0.45 + 0.55 * clamp(0.5 + 2.5 * sin((at.x - at.y) * 6.2831853 / period), 0.0, 1.0);
}

vec3 facing(vec3 n) { n = normalize(n); return vec3(n.xy, abs(n.z)); }
`;

/** What is solid: lit, hatched where it must be kept away from, with the grain of fibres where it is muscle. */
export const SOLID = `${HEAD}
in vec3 vNormal, vGrained;
in float vOpen, vSinew;
flat in vec3 vAlbedo;
uniform vec3 uTendon;
flat in float vGrain, vHatch, vGlow;
uniform float uPixel;
out vec4 colour;
${CUT}${LIGHT}
float fibres(vec3 p) {
  float drift = 2.0 * sin(p.x * 0.021) + sin(p.x * 0.047 + p.y * 0.03);
  float fine = sin(p.y * 0.83 + p.z * 0.47 + 0.5 * drift) * sin(p.y * 0.31 - p.z * 0.59 + drift);
  return 0.6 * fine + 0.4 * sin(p.y * 0.19 + p.z * 0.13 + drift);
}
void main() {
  CUT_OFF
  vec3 albedo = mix(vAlbedo, uTendon, vSinew);
  if (vGrain > 0.0) albedo *= 1.0 + vGrain * fibres(vGrained);
  if (vHatch > 0.0) albedo *= hatched(gl_FragCoord.xy, vHatch * uPixel);
  colour = vec4(srgb(lit(albedo, facing(vNormal), vOpen) * (1.0 + vGlow)), 1.0);
}`;

/** What is a ghost: an even veil, hatched where it must be kept away from. */
export const GHOST = `${HEAD}
in vec3 vNormal;
flat in vec4 vTint;
flat in float vHatch;
uniform float uPixel;
out vec4 colour;
${CUT}${LIGHT}
void main() {
  CUT_OFF
  vec3 seen = srgb(lit(vTint.rgb, facing(vNormal), 1.0));
  if (vHatch > 0.0) seen *= hatched(gl_FragCoord.xy, vHatch * uPixel);
  colour = vec4(seen * vTint.a, vTint.a);
}`;

/** One colour, premultiplied: contours. */
export const FLAT = `${HEAD}
flat in vec4 vLine;
out vec4 colour;
${CUT}
void main() {
  CUT_OFF
  colour = vLine;
}`;

/** Number of the slot (red, green) and its depth as a share of the farthest (blue, alpha), 16 bits each. */
export const MARK = `${HEAD}
in float vDepth;
flat in float vSlot;
uniform float uFarthest;
out vec4 colour;
${CUT}
vec2 bytes(float value) { return vec2(floor(value / 256.0), mod(value, 256.0)) / 255.0; }
void main() {
  CUT_OFF
  colour = vec4(bytes(vSlot), bytes(floor(clamp(vDepth / uFarthest, 0.0, 1.0) * 65535.0)));
}`;

/** The same shader for a body that is cut open; apart, because a shader that may discard is slower. @param {string} source */
export function cutOpen(source) {
  return source.replace("300 es\n", "300 es\n#define CUT\n");
}

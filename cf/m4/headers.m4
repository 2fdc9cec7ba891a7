dnl headers.m4 - header fields that are added when a message lacks them (RFC 5322 3.6).
dnl Uses: confRECEIVED_HEADER, confFROM_HEADER, confMESSAGEID_HEADER.

######  Headers

H?P?Return-Path: <$g>
HReceived: confRECEIVED_HEADER
H?D?Resent-Date: $a
H?D?Date: $a
H?F?Resent-From: confFROM_HEADER
H?F?From: confFROM_HEADER
H?x?Full-Name: $x
H?M?Resent-Message-Id: confMESSAGEID_HEADER
H?M?Message-Id: confMESSAGEID_HEADER

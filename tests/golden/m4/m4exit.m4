define(`f', `m4exit(`3')never')divert(1)lost
divert
shown f
never

"""Named constants of the model: definitions and published rules of thumb. Everything uncertain is data instead."""

SECONDS_PER_HOUR = 3600
HOURS_PER_DAY = 24
HOURS_PER_MONTH = 730  # 8,760 hours in a year over twelve months
MONTHS_PER_YEAR = 12

# Two floating-point numbers within this relative distance are the same amount, reached by different sums.
ROUNDING = 1e-9

TOKENS_PER_MTOK = 1e6
WH_PER_MWH = 1e6

# Multiply-add count of a dense transformer per parameter and token: 2 forward, 6 forward and backward.
# Kaplan et al. 2020, "Scaling Laws for Neural Language Models", section 2.1. Leaves out attention over the context
# (low at long context) and counts active parameters only for a mixture of experts.
FORWARD_FLOP = 2
TRAINING_FLOP = 6
BACKWARD_AND_FORWARD = TRAINING_FLOP / FORWARD_FLOP  # training over reading alone, for attention as for parameters

# Attention over the context grows with layers x width. Kaplan et al. 2020, section 2.1: parameters are 12 layers width^2,
# so that at one ratio of width to layers their product grows as parameters to the power of 2/3.
ATTENTION_GROWTH = 2 / 3

# Mean of what grows evenly from nothing, as a part of its end: the integral of x from 0 to 1.
MEAN_OF_RAMP = 1 / (1 + 1)

# Mean context of a text that is written or read from nothing to its end, as a part of its length.
# Leaves out uneven lengths, since longer texts weigh more (low).
MEAN_CONTEXT_SHARE = MEAN_OF_RAMP

# A FLOP/s figure counts a multiply-add as two operations; TPP counts TOPS (10^12 a second) times bit length.
# 88 FR 73458, technical notes to ECCN 3A090.
OPERATIONS_PER_TOP = 1e12
BITS_16, BITS_8, BITS_4 = 16, 8, 4

# A stage counts as bound by chips from a tenth of a lab-year, and as out of reach above a whole one.
BINDS_FROM_YEARS = 0.1
OUT_OF_REACH_YEARS = 1

# Deliveries are compared in steps of 100,000 chips.
DELIVERY_STEP = 100_000

# A lab cannot plausibly run fewer than one final run in two years, or more than four a year: outside, inputs are doubtful.
PLAUSIBLE_RUNS_A_YEAR = (0.5, 4)

# The loosest first. A letter and a regulation both make a licence necessary; where both do, the regulation's review is the
# published one and decides. A review that is not known ranks below a presumption of denial and above all others.
LICENCES_BY_STRICTNESS = ("not_required", "exception", "unclear", "required_by_letter", "required")
REVIEWS_BY_STRICTNESS = ("none", "presumption_of_approval", "case_by_case", "unclear", "presumption_of_denial")

# Members of Country Group D:5 (supplement 1 to part 740 of the EAR) that instruments here name, and Hong Kong, which the
# EAR treats as China. Any other member is asked for as D:5.
GROUP_D5 = ("China", "Hong Kong", "Russia", "Iran", "North Korea")

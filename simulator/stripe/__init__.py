"""A small Stripe for one machine: faithful in what can go wrong between a booking and a charge."""

from simulator.stripe.service import FakeStripe, Request

__all__ = ["FakeStripe", "Request"]

"""The pages of the response to a serious incident."""

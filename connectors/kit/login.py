"""The way into a source that wants a token: OAuth 2 client credentials, whose tokens are authlib's."""

import warnings
from collections.abc import Callable

import httpx

from connectors.kit.access import Access
from connectors.kit.contract import Source
from connectors.kit.errors import SourceRefused
from connectors.kit.verdicts import Final, Passing, raise_if_passing

# authlib 1.9 announces another HTTP library at import, whether or not that one is installed.
with warnings.catch_warnings(record=True):
    from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
    from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]

REFRESH_EARLY_S = 30


class Login:
    """A client that carries a token. `before_request` is called before each question for one: those count too."""

    def __init__(self, contract: Source, access: Access, before_request: Callable[[], None]) -> None:
        self._contract = contract
        self._before_request = before_request
        self._token_url = access.settings["token_url"]
        self._oauth = OAuth2Client(
            client_id=access.settings["client_id"],
            client_secret=access.settings["client_secret"],
            token_endpoint=self._token_url,
            token_endpoint_auth_method="client_secret_post",
            grant_type="client_credentials",
            leeway=REFRESH_EARLY_S,
            timeout=contract.limits.timeout_s,
            # Proxies and certificates of the environment are not ours to follow: only config reads the environment.
            trust_env=False,
        )
        self._oauth.register_compliance_hook("access_token_response", self._judge)
        self.client: httpx.Client = self._oauth

    def ensure(self) -> None:
        """Ask for the first token. Raises as `renew` does."""
        if not self._oauth.token:
            self.renew()

    def renew(self) -> None:
        """Ask for a new token. Raises `Passing`, or `Final` with `SourceRefused`."""
        self._before_request()
        try:
            self._oauth.fetch_token(self._token_url, grant_type="client_credentials")
        except (OAuthError, KeyError) as error:
            raise Final(SourceRefused, self._refusal()) from error
        except ValueError as error:
            raise Passing("trả lời không đọc được khi xin mã truy cập") from error
        if "access_token" not in self._oauth.token:
            raise Final(SourceRefused, self._refusal())

    def _judge(self, answer: httpx.Response) -> httpx.Response:
        raise_if_passing(answer)
        if answer.status_code != httpx.codes.OK:
            raise Final(SourceRefused, self._refusal())
        return answer

    def _refusal(self) -> str:
        prefix = f"IOC_{self._contract.id.upper()}__"
        host = httpx.URL(self._token_url).netloc.decode()
        return (
            f"{self._contract.title_vi} không chấp nhận tài khoản kết nối tại {host}. "
            f"Hãy kiểm tra {prefix}CLIENT_ID, {prefix}CLIENT_SECRET và {prefix}TOKEN_URL"
        )

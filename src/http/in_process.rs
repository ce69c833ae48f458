//! Calls of the router without a listener: for a program that plays Kakao and this server in one process.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use tower::ServiceExt as _;

/// A router that is called in process; cheap to clone.
#[derive(Clone)]
pub struct InProcess(Router);

impl InProcess {
    /// Over a router.
    pub fn new(router: Router) -> Self {
        Self(router)
    }

    /// A POST of JSON with further headers: status and body, as they would go over the network.
    ///
    /// # Errors
    /// When path or headers cannot be sent, with what is wrong about them.
    pub async fn post_json(
        &self,
        path: &str,
        headers: &[(String, String)],
        body: Vec<u8>,
    ) -> Result<(u16, Vec<u8>), String> {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        let request = request.body(Body::from(body)).map_err(|error| error.to_string())?;
        let response = self.0.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.map_err(|error| error.to_string())?;
        Ok((status, body.to_vec()))
    }
}
